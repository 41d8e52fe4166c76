package io.portage.launcher.inspect;

import io.portage.deadletter.DeadLetterSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of unresolved dead letters.
 *
 * @param byTable those that name a target table
 * @param byTopic the others, which failed before their table was known
 */
record UnresolvedLetters(Map<String, Integer> byTable, Map<String, Integer> byTopic) {
  /** Counts in one pass, however many tables ask. */
  static UnresolvedLetters of(List<DeadLetterSummary> letters) {
    Map<String, Integer> byTable = new HashMap<>();
    Map<String, Integer> byTopic = new HashMap<>();
    for (DeadLetterSummary letter : letters) {
      if (letter.resolution() == null) {
        if (letter.table() == null) {
          byTopic.merge(letter.coordinates().topic(), 1, Integer::sum);
        } else {
          byTable.merge(letter.table(), 1, Integer::sum);
        }
      }
    }
    return new UnresolvedLetters(byTable, byTopic);
  }

  /** Returns those of a table and of its topics. */
  int of(String table, List<String> topics) {
    int count = byTable.getOrDefault(table, 0);
    for (String topic : topics) {
      count += byTopic.getOrDefault(topic, 0);
    }
    return count;
  }
}
