package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.model.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Positions in the log of Oracle: the system change number of the transaction's commit, then that
 * of the change. Changes with the same numbers follow each other by their offset, which is the
 * order of the connector ({@code rs_id}, {@code ssn}).
 */
final class OraclePositions {
  private OraclePositions() {}

  /**
   * Returns the position of a streamed change.
   *
   * @return null if the source block has no number of a commit
   */
  static @Nullable SourcePosition streamed(String commitScn, String scn) throws MalformedException {
    if (commitScn.isEmpty()) {
      return null;
    }
    // One below the greatest, which a snapshot row has.
    long own = scn.isEmpty() ? 0 : number(scn, "source.scn");
    return new SourcePosition(number(commitScn, "source.commit_scn"), own == -1 ? -2 : own);
  }

  /**
   * Returns the position of a snapshot row: above the transactions that had committed at the
   * snapshot's number, below those that committed later.
   *
   * @return null if the source block has no number
   */
  static @Nullable SourcePosition snapshot(String commitScn, String scn) throws MalformedException {
    String at = scn.isEmpty() ? commitScn : scn;
    return at.isEmpty()
        ? null
        : new SourcePosition(number(at, scn.isEmpty() ? "source.commit_scn" : "source.scn"), -1);
  }

  private static long number(String text, String name) throws MalformedException {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new MalformedException(name + " is not a system change number");
    }
  }
}
