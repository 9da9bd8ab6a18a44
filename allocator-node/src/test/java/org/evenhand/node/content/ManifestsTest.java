package org.evenhand.node.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.node.content.InputManifest.Input;
import org.junit.jupiter.api.Test;

class ManifestsTest {
    private static final Input A = new Input("a.txt", Digest.of("a"), 1);
    private static final Input B = new Input("b.txt", Digest.of("b"), 2);
    private static final SubmissionId WORK = SubmissionId.parse("Org1MSP.client/1.0");

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void the_payload_of_a_submission_is_the_digest_of_its_inputs_in_order() throws MalformedException {
        InputManifest manifest = new InputManifest(List.of(A, B));
        assertThat(InputManifest.fromBytes(manifest.toBytes())).isEqualTo(manifest);
        assertThat(manifest.digest()).isEqualTo(Digest.of(manifest.toBytes()));
        assertThat(new InputManifest(List.of(B, A)).digest()).isNotEqualTo(manifest.digest());
    }

    @Test
    void each_task_has_its_input_or_all_share_one_or_there_is_none() {
        assertThat(new InputManifest(List.of(A, B)).of(1)).contains(B);
        assertThat(new InputManifest(List.of(A, B)).of(2)).isEmpty();
        assertThat(new InputManifest(List.of(A)).of(700)).contains(A);
        assertThat(InputManifest.NONE.of(0)).isEmpty();
    }

    @Test
    void a_name_that_leads_out_of_a_folder_is_none() {
        for (String name : List.of("../x", "a/b", "a\\b", "", "a\u001b[2J", "a\n")) {
            assertThatThrownBy(() -> new Input(name, Digest.of("a"), 1)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> InputManifest.fromBytes(utf8("{\"format\":\"evenhand-inputs-1\",\"inputs\":"
                        + "[{\"name\":\"../x\",\"bytes\":1,\"digest\":\"" + Digest.of("a") + "\"}]}")))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void a_manifest_of_another_format_is_refused() {
        assertThatThrownBy(() -> InputManifest.fromBytes(utf8("{\"format\":\"evenhand-inputs-2\",\"inputs\":[]}")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("format");
    }

    @Test
    void a_result_manifest_finds_the_document_of_a_task() throws MalformedException {
        ResultManifest manifest = new ResultManifest(
                Digest.of("payload"), TaskRange.of(WORK, 5, 7), List.of(Digest.of("five"), Digest.of("six")));
        assertThat(ResultManifest.fromBytes(manifest.toBytes())).isEqualTo(manifest);
        assertThat(manifest.of(6)).isEqualTo(Digest.of("six"));
        String tooFew = new String(manifest.toBytes(), StandardCharsets.UTF_8).replace("[5,7)", "[5,8)");
        assertThatThrownBy(() -> ResultManifest.fromBytes(utf8(tooFew))).isInstanceOf(MalformedException.class);
    }

    @Test
    void a_result_document_says_how_it_ended_and_what_was_made() throws MalformedException {
        TreeMap<String, ResultDocument.Output> outputs = new TreeMap<>();
        outputs.put("stdout", new ResultDocument.Output(Digest.of("x"), 1));
        ResultDocument command = new ResultDocument(ResultDocument.Kind.COMMAND, 0, outputs);
        ResultDocument http = new ResultDocument(ResultDocument.Kind.HTTP, 204, new TreeMap<>());
        assertThat(ResultDocument.fromBytes(command.toBytes())).isEqualTo(command);
        assertThat(ResultDocument.fromBytes(http.toBytes())).isEqualTo(http);
        assertThat(new String(command.toBytes(), StandardCharsets.UTF_8)).contains("\"exitCode\":0");
    }
}
