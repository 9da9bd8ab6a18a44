package org.evenhand.core.golden;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.evenhand.core.json.MalformedException;

/** Runs the calls of the golden vectors and prints what they come to, in UTF-8 on every machine. */
final class GoldenMain {
    private GoldenMain() {}

    /** Runs the calls of these vectors on an empty ledger. */
    static List<String> replay(Path folder) throws MalformedException {
        GoldenLedger ledger = new GoldenLedger(GoldenFiles.writers(folder));
        List<String> vectors = new ArrayList<>();
        for (String vector : GoldenFiles.vectors(folder)) {
            vectors.add(ledger.run(GoldenCall.of(vector)));
        }
        return vectors;
    }

    /**
     * Takes the folder of the vectors.
     *
     * @throws IOException if nobody listens
     */
    public static void main(String[] arguments) throws MalformedException, IOException {
        List<String> vectors = replay(Path.of(arguments[0]));
        PrintStream out = System.out;
        out.write((String.join("\n", vectors) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
