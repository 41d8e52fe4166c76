package io.portage.target.definition;

import io.portage.model.Version;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a column that a job has added to the target; its text is the column's comment in
 * the catalog.
 *
 * @param source the table or topic for whose events it was added, as {@code tables[].from} has it
 * @param since the version of an event with the column: an event without it and below this version
 *     is from before the source had the column
 */
public record AddedColumn(String source, Version since) {
  private static final Pattern COMMENT =
      Pattern.compile("added by portage for (.+) since (\\d{1,65})", Pattern.DOTALL);

  /** Returns the text for the column's comment. */
  public String comment() {
    return "added by portage for " + source + " since " + since.toNumber();
  }

  /** Returns the origin that a column's comment states; null if it states none. */
  public static @Nullable AddedColumn ofComment(@Nullable String comment) {
    Matcher matcher = comment == null ? null : COMMENT.matcher(comment);
    if (matcher == null || !matcher.matches()) {
      return null;
    }
    try {
      return new AddedColumn(matcher.group(1), Version.ofNumber(new BigDecimal(matcher.group(2))));
    } catch (IllegalArgumentException e) {
      return null; // longer than a version
    }
  }
}
