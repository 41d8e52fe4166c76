package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON objects that are made of several values. */
public final class JsonObjects {
  private JsonObjects() {}

  /**
   * Returns the values as the text of a JSON object: numbers digit by digit, bytes as base64, times
   * as ISO text.
   *
   * @param column the column for which it is made, for the error
   * @throws ValueDoesNotFitException if JSON cannot represent a value
   */
  public static String text(TargetColumn column, Map<String, @Nullable Object> values)
      throws ValueDoesNotFitException {
    return new JsonValueWriter(column).write(values);
  }
}
