package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;

/** Types that are not known here: enums, and ranges, composite types and the like, kept as text. */
final class OtherTypeFitter implements TypeFitter {
  private static final TypeFitter TEXT = new TextFitter(true);

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    return TEXT.fit(column, value);
  }

  /** An enum's labels are equal as texts are; nothing is known of other types. */
  @Override
  public boolean knowsEqual(TargetColumn column) {
    return !column.labels().isEmpty();
  }
}
