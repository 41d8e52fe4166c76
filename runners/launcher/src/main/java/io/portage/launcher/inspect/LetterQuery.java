package io.portage.launcher.inspect;

import io.portage.launcher.deadletters.DeadLetterFilter;

/**
 * Selects a page of dead letters.
 *
 * @param filter the selection
 * @param from the number of selected dead letters that are skipped, the newest first
 * @param limit the number of dead letters of the page
 */
public record LetterQuery(DeadLetterFilter filter, int from, int limit) {}
