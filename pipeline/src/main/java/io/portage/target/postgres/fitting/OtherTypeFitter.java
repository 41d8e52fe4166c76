package io.portage.target.postgres.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.TextFitter;

/**
 * Fits values of types without a rule of their own, as text: enums, ranges, composite types and the
 * like.
 */
final class OtherTypeFitter implements TypeFitter {
  private static final TypeFitter TEXT = new TextFitter();

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    return TEXT.fit(column, value);
  }

  /** An enum's labels are equal if their texts are; the equality of other types is unknown. */
  @Override
  public boolean knowsEqual(TargetColumn column) {
    return !column.labels().isEmpty();
  }
}
