package io.portage.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The handling of images whose columns are not those of the target.
 *
 * @param unknown the handling of columns that no column of the target takes
 * @param missing the handling of a whole image that lacks an expected column
 */
public record ColumnDrift(UnknownColumns unknown, MissingColumnPolicy missing)
    implements Serializable {

  /** The handling of a column of an image that no column of the target takes. */
  public enum UnknownColumnPolicy {
    /** It is not written, and counted. */
    IGNORE,
    /** It is written into a JSON object, in one column of the target. */
    JSON,
    /** The change becomes a dead letter. */
    DEAD_LETTER,
    /** The column is added to the target. */
    ADD
  }

  /**
   * The policy with its setting.
   *
   * @param policy the policy
   * @param jsonColumn the target column of the JSON object; null unless the policy is JSON
   */
  public record UnknownColumns(UnknownColumnPolicy policy, @Nullable String jsonColumn)
      implements Serializable {
    /** Unknown columns are not written, and counted. */
    public static final UnknownColumns IGNORE =
        new UnknownColumns(UnknownColumnPolicy.IGNORE, null);

    /** A change with an unknown column becomes a dead letter. */
    public static final UnknownColumns DEAD_LETTER =
        new UnknownColumns(UnknownColumnPolicy.DEAD_LETTER, null);

    /** Unknown columns are added to the target. */
    public static final UnknownColumns ADD = new UnknownColumns(UnknownColumnPolicy.ADD, null);

    /** Unknown columns are written into a JSON object in this target column. */
    public static UnknownColumns json(String column) {
      return new UnknownColumns(UnknownColumnPolicy.JSON, column);
    }
  }

  /** The handling of a whole image that lacks a column that is copied or read. */
  public enum MissingColumnPolicy {
    /** The change becomes a dead letter: images are complete, so the column was dropped. */
    DEAD_LETTER,
    /** The target column keeps its value. */
    KEEP,
    /** The column is null. */
    NULL
  }
}
