package org.evenhand.audit.decision;

import java.util.List;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.MalformedException;

/** Says where two records of a round part: people want to know which fact was bent, not only that one was. */
final class RecordComparison {
    private RecordComparison() {}

    static String difference(byte[] expectedBytes, byte[] actualBytes) {
        RoundRecord expected;
        try {
            expected = RoundRecord.fromBytes(expectedBytes);
        } catch (MalformedException e) {
            return "the event's payload differs"; // An event of another kind than a round's.
        }
        RoundRecord actual;
        try {
            actual = RoundRecord.fromBytes(actualBytes);
        } catch (MalformedException e) {
            return "the record cannot be read: " + e.getMessage();
        }
        List<Fact> wanted = expected.facts();
        List<Fact> found = actual.facts();
        for (int i = 0; i < Math.max(wanted.size(), found.size()); i++) {
            String wantedFact = i < wanted.size() ? wanted.get(i).toString() : "nothing";
            String foundFact = i < found.size() ? found.get(i).toString() : "nothing";
            if (!wantedFact.equals(foundFact)) {
                return "fact " + i + " of the record is " + foundFact + ", but the rules decide " + wantedFact;
            }
        }
        return "the facts agree, but the record differs in its head: " + actual.chain() + " at " + actual.timeMillis()
                + " ms, expected " + expected.chain() + " at " + expected.timeMillis() + " ms";
    }
}
