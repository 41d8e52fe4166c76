package io.portage.model;

import java.util.List;

/**
 * Changes of one shard: what one firing of Latest gives. Keys are distinct and in no particular
 * order, but for keys with a change that {@linkplain Change#moves moves}: nothing is merged across
 * it, and the changes of such a key stand in the order of their versions.
 *
 * @param shard the shard, from 0
 * @param changes at most one for each table and key, but for such keys
 */
public record ChangeBatch(int shard, List<Change> changes) {}
