package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.RowKey;
import io.portage.model.encoding.ChangeSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides changes into rounds, one transaction each. A round has one table and at most one change
 * per key, sorted by key; the changes of one key keep their order.
 */
final class WriteBatches {
  private WriteBatches() {}

  /** The approximate greatest size of a round in bytes; a single change may be larger. */
  static final long MAX_BYTES = 16L << 20;

  /** Returns the rounds, each of at most {@code maxRows} changes and {@link #MAX_BYTES}. */
  static List<List<Change>> of(List<Change> changes, int maxRows) {
    Map<String, List<List<Change>>> byTable = new LinkedHashMap<>();
    Map<RowKey, Integer> seen = new HashMap<>();
    boolean mayRepeat = mayRepeat(changes);
    String table = "";
    List<List<Change>> rounds = List.of();
    for (Change change : changes) {
      // A key occurs twice only next to a key change or a snapshot row.
      int round = mayRepeat ? seen.merge(RowKey.of(change), 1, Integer::sum) - 1 : 0;
      if (!change.table().equals(table)) {
        table = change.table();
        rounds = byTable.computeIfAbsent(table, name -> new ArrayList<>());
      }
      if (rounds.size() == round) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(change);
    }
    List<List<Change>> all = new ArrayList<>();
    for (List<List<Change>> ofTable : byTable.values()) {
      for (List<Change> round : ofTable) {
        addParts(KeyOrder.sorted(round), maxRows, all);
      }
    }
    return all;
  }

  private static void addParts(List<Change> round, int maxRows, List<List<Change>> parts) {
    int from = 0;
    long bytes = 0;
    for (int at = 0; at < round.size(); at++) {
      long size = ChangeSize.of(round.get(at));
      if (at > from && (at - from == maxRows || bytes + size > MAX_BYTES)) {
        parts.add(round.subList(from, at));
        from = at;
        bytes = 0;
      }
      bytes += size;
    }
    if (from < round.size()) {
      parts.add(round.subList(from, round.size()));
    }
  }

  private static boolean mayRepeat(List<Change> changes) {
    for (Change change : changes) {
      if (change.isKeyMove() || change.isMovedHere() || change.version().isOfSnapshot()) {
        return true;
      }
    }
    return false;
  }
}
