package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EventReader;
import io.portage.model.event.Image;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads events in JSON, one after the other; a field name that occurs twice in an object is an
 * error.
 */
final class JsonEventReader implements EventReader {
  private final JsonParser parser;
  private JsonEventShape shape;

  /** 0 before the event, 1 in the event, 2 in its source block. */
  private int depth;

  private RepeatedFields fields;

  /** The number of names read in the current object. */
  private int place;

  /** One bit per known name that occurred in the current object. */
  private int seen;

  private @Nullable Set<String> others;

  // The event's state while its source block is read.
  private int eventPlace;
  private int eventSeen;
  private @Nullable Set<String> eventOthers;

  JsonEventReader(JsonParser parser, JsonEventShape shape) {
    this.parser = parser;
    this.shape = shape;
    this.fields = shape.event();
  }

  /** Starts at the next event, at the parser's current token. */
  JsonEventReader begin(JsonEventShape next) {
    shape = next;
    fields = next.event();
    depth = 0;
    place = 0;
    seen = 0;
    others = null;
    eventOthers = null;
    return this;
  }

  @Override
  public boolean beginStruct(String name) throws MalformedException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return false;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new MalformedException(name + " is neither an object nor null");
    }
    if (depth == 1) {
      eventPlace = place;
      eventSeen = seen;
      eventOthers = others;
      fields = shape.source();
      place = 0;
      seen = 0;
      others = null;
    } else if (depth != 0) {
      throw new IllegalStateException("no struct in the source block can be entered");
    }
    depth++;
    return true;
  }

  private void endStruct() {
    depth--;
    if (depth == 1) {
      fields = shape.event();
      place = eventPlace;
      seen = eventSeen;
      others = eventOthers;
    }
  }

  @Override
  public int nextField() throws IOException, MalformedException {
    int field = fields.nextField(parser, place);
    if (field == END) {
      endStruct();
      return END;
    }
    place++;
    if (field == OTHER) {
      checkOther(parser.getCurrentName());
    } else {
      int bit = 1 << field;
      if ((seen & bit) != 0) {
        throw new MalformedException(parser.getCurrentName() + " occurs twice");
      }
      seen |= bit;
    }
    parser.nextToken();
    return field;
  }

  private void checkOther(String name) throws MalformedException {
    if (others == null) {
      others = new HashSet<>();
    }
    if (!others.add(name)) {
      throw new MalformedException("the field " + name + " occurs twice in the event");
    }
  }

  @Override
  public @Nullable String text() throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return fields.text(parser, place - 1);
    }
    parser.skipChildren();
    return null;
  }

  @Override
  public @Nullable String scalar() throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      return fields.text(parser, place - 1);
    }
    parser.skipChildren();
    return null;
  }

  @Override
  public @Nullable Long wholeNumber(String name) throws IOException, MalformedException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new MalformedException(name + " is not a whole number");
    }
    return parser.getLongValue();
  }

  @Override
  public @Nullable Instant time(String name) throws IOException, MalformedException {
    Long millis = wholeNumber(name);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  @Override
  public @Nullable Image before(@Nullable Image other) throws IOException, MalformedException {
    return shape.before().read(parser, other);
  }

  @Override
  public @Nullable Image after(@Nullable Image other) throws IOException, MalformedException {
    return shape.after().read(parser, other);
  }

  @Override
  public @Nullable Image row() throws IOException, MalformedException {
    return shape.row().read(parser, null);
  }

  @Override
  public void skip() throws IOException {
    parser.skipChildren();
  }
}
