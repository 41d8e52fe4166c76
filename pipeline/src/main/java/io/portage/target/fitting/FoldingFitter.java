package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;

/**
 * A family of types that are kept as text, and that the database compares by another rule than that
 * of the text.
 *
 * @param type fits the values
 * @param rule gives the one form of all texts that are equal to a fitted one
 */
record FoldingFitter(TypeFitter type, Rule rule) implements TypeFitter {
  /** How the database compares. */
  @FunctionalInterface
  interface Rule {
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
