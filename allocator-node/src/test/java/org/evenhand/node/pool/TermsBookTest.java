package org.evenhand.node.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.junit.jupiter.api.Test;

class TermsBookTest {
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(1, 0, 0, 0), 3, 1_000, true, 3);
    private static final SubmissionId WORK = SubmissionId.parse("Org1MSP.client/1.0");
    private static final Fragment ALL = new Fragment(
            TaskRange.of(WORK, 0, 10),
            Terms.queued(FRAME, Submission.of(FRAME.name(), 10, Digest.of("payload")), 1, 1));

    private final TermsBook book = new TermsBook();

    private static TaskRange range(long from, long to) {
        return TaskRange.of(WORK, from, to);
    }

    @Test
    void a_part_of_what_was_queued_has_its_terms() {
        book.note(ALL);
        assertThat(book.find(range(2, 4))).containsExactly(ALL.part(2, 4));
        assertThat(book.find(range(10, 12))).isEmpty();
    }

    @Test
    void past_its_limit_it_notes_nothing_until_something_has_ended() {
        for (int i = 0; i < TermsBook.PARTS_MAX; i++) {
            book.note(new Fragment(TaskRange.of(new SubmissionId(WORK.stream(), i + 2, 0), 0, 1), ALL.terms()));
        }
        book.note(ALL);
        assertThat(book.find(range(0, 10))).isEmpty();
        book.forget(TaskRange.of(new SubmissionId(WORK.stream(), 2, 0), 0, 1));
        book.note(ALL);
        assertThat(book.find(range(0, 10))).containsExactly(ALL);
    }

    @Test
    void tasks_that_have_ended_are_forgotten() {
        book.note(ALL);
        book.forget(range(3, 5));
        assertThat(book.find(range(0, 10))).containsExactly(ALL.part(0, 3), ALL.part(5, 10));
        book.forget(range(0, 10));
        assertThat(book.find(range(0, 10))).isEmpty();
    }

    @Test
    void a_new_priority_changes_the_terms_of_its_range_alone() {
        book.note(ALL);
        book.reprioritise(range(0, 4), 9);
        assertThat(book.find(range(3, 5)))
                .containsExactlyInAnyOrder(ALL.part(3, 4).with(ALL.terms().withPriority(9)), ALL.part(4, 5));
    }
}
