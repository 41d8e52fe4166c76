package io.portage.model.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A header of a Kafka record.
 *
 * @param name the header's key
 * @param value the header's bytes, may be null
 */
public record Header(String name, byte @Nullable [] value) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Header that
        && name.equals(that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return name;
  }
}
