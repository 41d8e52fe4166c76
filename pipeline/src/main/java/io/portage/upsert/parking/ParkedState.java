package io.portage.upsert.parking;

import java.util.List;

/**
 * What waits in one shard, as state holds it.
 *
 * @param inMemory the rows that newer changes of their keys join
 * @param spill what is known of the others
 */
public record ParkedState(List<ParkedChanges> inMemory, SpillSummary spill) {}
