package io.portage.config;

import java.io.Serializable;
import java.util.Objects;

/** A value that must not be shown: it has no readable {@code toString}. */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1;

  private final String value;

  private Secret(String value) {
    this.value = Objects.requireNonNull(value);
  }

  /** Hides {@code value}. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The value itself; hand it only to the driver or client that needs it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
