package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.evenhand.core.contract.RefusedPool.Row;
import org.evenhand.core.json.Bytes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Bad calls, one a row: each has its stable code, says what was expected, and changes nothing. */
class RefusalTableTest {
    private static final int ROWS_MIN = 60;

    private final RefusedPool pool = new RefusedPool();

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>(GovernanceRefusals.rows());
        rows.addAll(AppendRefusals.rows(pool.ledger().nowMillis()));
        rows.addAll(WriterRefusals.rows());
        rows.addAll(RoundRefusals.rows(pool));
        rows.addAll(QueryRefusals.rows());
        return rows;
    }

    private void requireRefused(Row row) {
        TestLedger ledger = pool.ledger();
        TreeMap<String, Bytes> before = new TreeMap<>(ledger.state());

        Outcome outcome = row.call().on(ledger);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.refusal().code()).as(refused.refusal().message()).isEqualTo(row.code());
            assertThat(refused.refusal().message()).contains("expected");
            assertThat(Refusal.find("endorse failed: " + refused.refusal().toLine()))
                    .as("what a client finds in the peer's message")
                    .contains(refused.refusal());
        });
        assertThat(ledger.state()).isEqualTo(before);
    }

    @TestFactory
    Stream<DynamicTest> every_bad_call_is_refused_with_its_code_and_changes_nothing() {
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.what(), () -> requireRefused(row)));
    }

    @Test
    void every_code_and_every_function_occurs_in_the_table() throws IllegalAccessException {
        List<Row> rows = rows();
        Set<RefusalCode> codes = EnumSet.noneOf(RefusalCode.class);
        Set<String> functions = new TreeSet<>();
        for (Row row : rows) {
            codes.add(row.code());
            functions.add(row.what().substring(0, row.what().indexOf(':')));
        }
        assertThat(rows).hasSizeGreaterThanOrEqualTo(ROWS_MIN);
        assertThat(codes).isEqualTo(EnumSet.allOf(RefusalCode.class));
        for (var field : Functions.class.getFields()) {
            assertThat(functions).contains((String) field.get(null));
        }
    }

    @Test
    void no_two_rows_are_called_the_same() {
        assertThat(rows()).extracting(Row::what).doesNotHaveDuplicates();
    }
}
