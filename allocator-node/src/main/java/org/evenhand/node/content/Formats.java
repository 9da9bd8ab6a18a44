package org.evenhand.node.content;

import java.util.regex.Pattern;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/** What manifests and result documents have in common. */
final class Formats {
    /** A plain file name: not empty, no path, nothing that a terminal would obey. */
    static final Pattern NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,255}");

    private Formats() {}

    static void require(ObjectReader reader, String format) throws MalformedException {
        reader.text("format", Pattern.compile(Pattern.quote(format)));
    }
}
