package org.evenhand.core.model;

/**
 * A submission: the stream, the entry and the place in the entry where it was submitted; unique by construction.
 * Written {@code Org1MSP.client-1/7.0}.
 *
 * @param stream who submitted
 * @param sequence the entry's number in its stream, 1 or more
 * @param item the submission's place in the entry, 0 or more
 */
public record SubmissionId(StreamId stream, long sequence, int item) implements Comparable<SubmissionId> {
    public SubmissionId {
        if (sequence < 1 || sequence > Limits.COUNT_MAX || item < 0 || item >= Limits.SUBMISSIONS_PER_ENTRY_MAX) {
            throw new IllegalArgumentException("no submission is number " + sequence + "." + item);
        }
    }

    /**
     * Reads {@code Org1MSP.client-1/7.0}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static SubmissionId parse(String text) {
        int slash = text.indexOf('/');
        int dot = text.indexOf('.', slash + 1);
        if (slash < 0 || dot < 0) {
            throw new IllegalArgumentException("a submission looks like Org1MSP.client-1/7.0, not '" + text + "'");
        }
        SubmissionId id = new SubmissionId(
                StreamId.parse(text.substring(0, slash)),
                Long.parseLong(text.substring(slash + 1, dot)),
                Integer.parseInt(text.substring(dot + 1)));
        if (!id.toString().equals(text)) {
            throw new IllegalArgumentException("a submission is written " + id + ", not '" + text + "'");
        }
        return id;
    }

    @Override
    public int compareTo(SubmissionId other) {
        int byStream = stream.compareTo(other.stream);
        if (byStream != 0) {
            return byStream;
        }
        int bySequence = Long.compare(sequence, other.sequence);
        return bySequence != 0 ? bySequence : Integer.compare(item, other.item);
    }

    @Override
    public String toString() {
        return stream + "/" + sequence + "." + item;
    }
}
