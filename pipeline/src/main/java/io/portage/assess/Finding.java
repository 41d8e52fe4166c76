package io.portage.assess;

import java.util.Comparator;

/**
 * A finding of an assessment. Contains neither row values nor secrets.
 *
 * @param kind its kind
 * @param object the table, column, topic or setting that it is about
 * @param evidence what was seen
 * @param fix what mends it
 */
public record Finding(FindingKind kind, String object, String evidence, Fix fix)
    implements Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing((Finding finding) -> finding.kind().severity())
          .thenComparing(finding -> finding.kind().id())
          .thenComparing(Finding::object)
          .thenComparing(Finding::evidence)
          .thenComparing(finding -> finding.fix().place())
          .thenComparing(finding -> finding.fix().text());

  /** By severity, then by id and object. */
  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}
