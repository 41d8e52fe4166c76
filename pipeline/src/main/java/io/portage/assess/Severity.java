package io.portage.assess;

import java.util.Locale;

/** The weight of a finding. */
public enum Severity {
  /** Rows or their order are lost. */
  BLOCKER,
  /** Rows may become dead letters or wait, or values may differ. */
  WARNING,
  /** Nothing is lost; something has to be known or done. */
  NOTE;

  /** Returns the name for reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
