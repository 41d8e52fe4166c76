package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;

/**
 * A family of types that are kept as text and that the database does not compare by that text.
 *
 * @param type fits the values
 * @param rule returns the canonical text of all texts that are equal to a fitted one
 */
public record FoldingFitter(TypeFitter type, Rule rule) implements TypeFitter {
  /** The database's rule of comparison. */
  @FunctionalInterface
  public interface Rule {
    String fold(TargetColumn column, String fitted) throws ValueDoesNotFitException;
  }

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    return type.fit(column, value);
  }

  @Override
  public String fold(TargetColumn column, String fitted) throws ValueDoesNotFitException {
    return rule.fold(column, fitted);
  }
}
