import type Database from 'better-sqlite3';
import type { StoredConversation } from '../store.ts';

const batchSize = 200;

type Row = Omit<StoredConversation, 'moves'> & { moves: string };

const columns =
  'environment, flag, id, variant, unit, turns, moves, user_hash as userHash, created_at as createdAt, last_at as lastAt';

/** The pins of conversations, in the same workers as the records of calls. */
export function conversationOperations(connection: Database.Database, mode: 'read' | 'write') {
  const find = connection.prepare(
    `select ${columns} from conversations where environment = ? and flag = ? and id = ?`,
  );
  const upsert =
    mode === 'read'
      ? null
      : connection.prepare(
          `insert into conversations (environment, flag, id, variant, unit, turns, moves, user_hash, created_at, last_at)
           values (@environment, @flag, @id, @variant, @unit, @turns, @moves, @userHash, @createdAt, @lastAt)
           on conflict (environment, flag, id) do update set
             variant = excluded.variant, unit = excluded.unit, turns = excluded.turns, moves = excluded.moves,
             last_at = excluded.last_at`,
        );
  const saveBatch = connection.transaction((batch: StoredConversation[]) => {
    for (const one of batch) upsert?.run({ ...one, moves: JSON.stringify(one.moves) });
  });
  return {
    findConversation(key: { environment: string; flag: string; id: string }): StoredConversation | null {
      const row = find.get(key.environment, key.flag, key.id) as Row | undefined;
      return row ? toConversation(row) : null;
    },
    saveConversations(conversations: StoredConversation[]): void {
      for (let start = 0; start < conversations.length; start += batchSize)
        saveBatch.immediate(conversations.slice(start, start + batchSize));
    },
    recentConversations(query: {
      environment: string;
      flag: string;
      moved?: boolean;
      limit: number;
    }): StoredConversation[] {
      const rows = connection
        .prepare(
          `select ${columns} from conversations where environment = @environment and flag = @flag
           ${query.moved ? "and moves <> '[]'" : ''} order by last_at desc limit @limit`,
        )
        .all({ environment: query.environment, flag: query.flag, limit: query.limit }) as Row[];
      return rows.map(toConversation);
    },
  };
}

const toConversation = (row: Row): StoredConversation => ({
  ...row,
  moves: JSON.parse(row.moves) as StoredConversation['moves'],
});
