package io.portage.model;

import java.util.List;

/**
 * Changes of distinct keys of one shard, in no particular order: what one firing of Latest gives.
 *
 * @param shard the shard, from 0
 * @param changes at most one for each table and key
 */
public record ChangeBatch(int shard, List<Change> changes) {}
