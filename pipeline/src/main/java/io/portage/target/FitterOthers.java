package io.portage.target;

/** Types that are not known here: enums, and ranges, composite types and the like, kept as text. */
final class FitterOthers implements FitterType {
  private static final FitterType TEXT = new FitterTexts(true);

  @Override
  public Object fit(TargetColumn column, Object value) throws UnfitException {
    return TEXT.fit(column, value);
  }

  /** An enum's labels are equal as texts are; nothing is known of other types. */
  @Override
  public boolean knowsEqual(TargetColumn column) {
    return !column.labels().isEmpty();
  }
}
