package io.portage.upsert;

import io.portage.model.Change;
import io.portage.model.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes in the order in which transactions may write them: each round has one table and at most
 * one change for each key, sorted by key, and the changes of one key keep their order.
 */
final class Rounds {
  private Rounds() {}

  /** The rounds, each of at most {@code maxRows} changes. */
  static List<List<Change>> of(List<Change> changes, int maxRows) {
    Map<String, List<List<Change>>> byTable = new LinkedHashMap<>();
    Map<RowKey, Integer> seen = new HashMap<>();
    boolean mayRepeat =
        changes.stream().anyMatch(change -> change.moves() || change.version().isOfSnapshot());
    for (Change change : changes) {
      // Only beside a change that moves its row, or a snapshot's row, does a key stand twice.
      int round = mayRepeat ? seen.merge(RowKey.of(change), 1, Integer::sum) - 1 : 0;
      List<List<Change>> rounds =
          byTable.computeIfAbsent(change.table(), table -> new ArrayList<>());
      if (rounds.size() == round) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(change);
    }
    List<List<Change>> all = new ArrayList<>();
    for (List<List<Change>> rounds : byTable.values()) {
      for (List<Change> round : rounds) {
        round.sort(KeyOrder.INSTANCE);
        for (int from = 0; from < round.size(); from += maxRows) {
          all.add(round.subList(from, Math.min(from + maxRows, round.size())));
        }
      }
    }
    return all;
  }
}
