package org.evenhand.operations.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which build this is. */
public final class BuildInfo {
    private static final String FILE = "/org/evenhand/operations/build.properties";

    private BuildInfo() {}

    /** The version that Maven gave it, such as {@code 0.1.0}. */
    public static String version() {
        Properties build = new Properties();
        try (InputStream file = BuildInfo.class.getResourceAsStream(FILE)) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("this build's " + FILE + " cannot be read", e);
        }
        return build.getProperty("version", "unknown");
    }
}
