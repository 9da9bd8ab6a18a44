package org.evenhand.operations.log;

/** The form of what is logged. */
public enum LogFormat {
    /** A line for people. */
    TEXT,
    /** A JSON object a line, for what gathers logs. */
    JSON
}
