/** A first write that works as it stands: paste a key with the scope `ingest`, and run it. */
export const curlSnippet = (origin: string, collection: string): string =>
  `curl ${origin}/trpc/ai.ingest.upsert \\
  -H "Authorization: Bearer $KNOWNGOOD_API_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{"collection":"${collection}","documents":[
    {"id":"returns","title":"Returns","text":"A parcel can be sent back within 30 days."}
  ]}'`;
