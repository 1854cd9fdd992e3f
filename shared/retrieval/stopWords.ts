/**
 * English words that say nothing about a document's subject. What an apostrophe parts ("don't") is not
 * listed: the tokeniser has parted it already.
 * Source: the Snowball project's English list, without its contractions;
 * snowballstem.org/algorithms/english/stop.txt.
 */
export const stopWords: ReadonlySet<string> = new Set(
  `a about above after again against all am an and any are as at be because been before being below between both but
  by can could did do does doing down during each few for from further had has have having he her here hers herself him
  himself his how i if in into is it its itself just me more most my myself no nor not now of off on once only or other
  our ours ourselves out over own same she should so some such than that the their theirs them themselves then there
  these they this those through to too under until up very was we were what when where which while who whom why will
  with would you your yours yourself yourselves`.split(/\s+/),
);
