package io.portage.verify;

import io.portage.model.RowKey;
import io.portage.verify.compare.FindingList;
import io.portage.verify.compare.NullKeys;
import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the findings and the suspects of one table. Not thread-safe. */
final class Findings {
  /** The number of suspects that are kept before they are looked at again. */
  static final int MOST_SUSPECTS = 20_000;

  private final String table;
  private final Map<RowKey, Suspect> suspects = new LinkedHashMap<>();
  private final FindingList list;

  Findings(String table, int most) {
    this.table = table;
    this.list = new FindingList(most);
  }

  /** Adds a key that differed; a key that is already suspected is kept. */
  void suspect(Suspect suspect) {
    suspects.putIfAbsent(RowKey.of(table, suspect.key), suspect);
  }

  boolean isFull() {
    return suspects.size() >= MOST_SUSPECTS;
  }

  boolean hasSuspects() {
    return !suspects.isEmpty();
  }

  /** Returns the suspects, as a copy. */
  List<Suspect> suspects() {
    return new ArrayList<>(suspects.values());
  }

  /** Removes a suspect whose rows are equal. */
  void clear(Suspect suspect) {
    suspects.remove(RowKey.of(table, suspect.key));
  }

  /** Records a finding; its key is no suspect any more. */
  void add(Finding finding) {
    suspects.remove(RowKey.of(table, finding.key()));
    list.add(finding);
  }

  /** Adds the target's rows with NULL in their key, which no walk visits. */
  void addNullKeys(TablePair pair, Connection connection, Instant now) throws SQLException {
    NullKeys.add(pair.target(), connection, pair.from(), now, list);
  }

  List<Finding> kept() {
    return list.kept();
  }

  Map<DifferenceKind, Long> counts() {
    return list.counts();
  }
}
