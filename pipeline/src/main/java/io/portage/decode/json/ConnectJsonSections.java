package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import java.io.IOException;

/**
 * Where the two parts of {@code {"schema": ..., "payload": ...}} stand, in bytes.
 *
 * @param schemaFrom where the schema part begins, 0 where there is none
 * @param schemaTo where it ends, 0 where there is none
 * @param payloadFrom where the payload begins
 * @param payloadTo where it ends
 */
public record ConnectJsonSections(int schemaFrom, int schemaTo, int payloadFrom, int payloadTo) {
  /** Finds the parts of a JSON object, in either order, and checks all of it. */
  public static ConnectJsonSections of(byte[] value) throws IOException, MalformedException {
    int[] schema = new int[2];
    int[] payload = new int[2];
    DuplicateFieldCheck duplicateFieldCheck = new DuplicateFieldCheck();
    try (JsonParser parser = Json.parser(value, 0, value.length)) {
      parser.nextToken();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        parser.nextToken();
        duplicateFieldCheck.checkOther(name);
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        // Reads a scalar to its end.
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        if (name.equals("schema")) {
          schema = new int[] {from, to};
        } else if (name.equals("payload")) {
          payload = new int[] {from, to};
        }
      }
      Json.end(parser);
    }
    if (payload[1] == 0) {
      throw new MalformedException("there is no payload");
    }
    return new ConnectJsonSections(schema[0], schema[1], payload[0], payload[1]);
  }
}
