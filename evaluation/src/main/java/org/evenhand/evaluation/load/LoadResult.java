package org.evenhand.evaluation.load;

/**
 * What a network took.
 *
 * @param organisations how many organisations it has
 * @param firstCommitMillis from the start of the process, without any data, to the first committed transaction
 * @param entries status reports, from one stream per node with one entry under way each
 * @param rounds rounds, one after the other, while every node reports every 2 s
 * @param tasks tasks in submissions of 10,000
 * @param singles tasks in submissions of one
 * @param invalidTransactions transactions that were ordered and found invalid, lost races included
 * @param lostRaces proposals of a round that another proposal beat
 * @param provider who checks and makes signatures
 */
public record LoadResult(
        int organisations,
        long firstCommitMillis,
        Rate entries,
        Rate rounds,
        TaskRate tasks,
        TaskRate singles,
        long invalidTransactions,
        long lostRaces,
        String provider) {}
