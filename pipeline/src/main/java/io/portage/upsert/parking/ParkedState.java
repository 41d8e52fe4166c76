package io.portage.upsert.parking;

import java.util.List;

/**
 * The parked rows of one shard as the state holds them, without the spilled chunks.
 *
 * @param inMemory the rows into which newer changes of their keys are merged
 * @param spill the summary of the spilled rows
 */
public record ParkedState(List<ParkedChanges> inMemory, SpillSummary spill) {}
