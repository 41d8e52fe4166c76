package io.portage.decode.envelope;

import io.portage.decode.MalformedException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A reader of events whose syntax gives each value its type. */
public abstract class TypedEventReader implements EventReader {
  /** Returns the current field's value in its final type; null if it is null or absent. */
  protected abstract @Nullable Object value() throws MalformedException;

  @Override
  public @Nullable String text() throws MalformedException {
    return value() instanceof String text ? text : null;
  }

  @Override
  public @Nullable String scalar() throws MalformedException {
    Object value = value();
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value.toString()
        : null;
  }

  @Override
  public @Nullable Long wholeNumber(String name) throws MalformedException {
    Object value = value();
    if (value == null || value instanceof Long) {
      return (Long) value;
    }
    throw new MalformedException(name + " is not a whole number");
  }

  @Override
  public @Nullable Instant time(String name) throws MalformedException {
    Object value = value();
    if (value == null || value instanceof Instant) {
      return (Instant) value;
    }
    if (value instanceof Long millis) {
      return Instant.ofEpochMilli(millis);
    }
    throw new MalformedException(name + " is not a time");
  }
}
