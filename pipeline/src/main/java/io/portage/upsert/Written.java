package io.portage.upsert;

import io.portage.model.Change;
import java.util.List;

/**
 * What one transaction did.
 *
 * @param tally of the changes that are done
 * @param missing partial changes that found no row to complete them; nothing was written for them
 * @param stale changes whose row, or tombstone, has a newer version; they are in the tally
 * @param suppressed changes that the database neither wrote nor refused, and that nothing newer
 *     stands against: a trigger has returned no row for them
 */
record Written(Tally tally, List<Change> missing, List<Change> stale, List<Change> suppressed) {}
