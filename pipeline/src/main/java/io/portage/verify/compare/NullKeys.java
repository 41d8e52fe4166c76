package io.portage.verify.compare;

import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Makes findings of the target's rows that have NULL in their key: the job writes no such row, and
 * no row of another side can be it.
 */
public final class NullKeys {
  private NullKeys() {}

  /**
   * Adds the findings of a table.
   *
   * @param from the sources of the table
   */
  public static void add(
      TargetSide side, Connection connection, List<String> from, Instant now, FindingList findings)
      throws SQLException {
    side.visitNullKeys(
        connection,
        row ->
            findings.add(
                new Finding(
                    side.table().name(),
                    from,
                    row.key(),
                    DifferenceKind.EXTRA,
                    List.of(),
                    "a key column is NULL in the target",
                    null,
                    row.version(),
                    now,
                    now,
                    Map.of())));
  }
}
