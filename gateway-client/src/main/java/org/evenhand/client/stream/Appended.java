package org.evenhand.client.stream;

import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;

/**
 * Where something that was handed to a writer lies on the ledger.
 *
 * @param stream the stream
 * @param sequence the entry's number
 * @param firstItem the place of its first submission in that entry
 */
public record Appended(StreamId stream, long sequence, int firstItem) {
    /**
     * The id of a submission.
     *
     * @param index its place among the submissions that were handed over together
     */
    public SubmissionId submission(int index) {
        return new SubmissionId(stream, sequence, firstItem + index);
    }
}
