package io.portage.launcher.cutover;

import java.time.Duration;

/**
 * The outcome of one check.
 *
 * @param id the check's id
 * @param title the condition
 * @param outcome the outcome
 * @param took how long it took
 */
record CheckReport(String id, String title, CheckOutcome outcome, Duration took) {}
