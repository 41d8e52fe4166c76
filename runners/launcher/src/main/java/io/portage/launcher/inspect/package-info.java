/**
 * Answers to the questions of operators: a job's state, its tables, its dead letters, the story of
 * a row. The commands {@code status} and {@code why} and the console's API show the same answers.
 *
 * <p>Everything here is bounded and reads only: no method writes to the target, commits an offset
 * or waits for an outage to end.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.inspect;
