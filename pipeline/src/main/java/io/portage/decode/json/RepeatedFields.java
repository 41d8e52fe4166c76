package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import io.portage.decode.envelope.EventReader;
import io.portage.decode.envelope.FieldNames;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the field names and texts of an object that every message of a topic has, by place.
 * The next message nearly always has the same fields, and comparing bytes with an expected text is
 * cheaper than decoding them.
 *
 * <p>Written without a lock, and only if a value is new: every cached value is correct, the last
 * one is only the most likely. Bounded.
 */
final class RepeatedFields {
  private static final int MAX_FIELDS = 64;

  /** A limit, because caching costs more than it saves if messages of several kinds alternate. */
  private static final int MAX_UPDATES = 1_000;

  /**
   * The fields of a message.
   *
   * @param names the names in order
   * @param indexes the index of each name in the known names, or {@link EventReader#OTHER}
   */
  private record LikelyFields(SerializedString[] names, int[] indexes) {
    LikelyFields with(int place, String name, int index) {
      SerializedString[] moreNames = Arrays.copyOf(names, place + 1);
      int[] moreIndexes = Arrays.copyOf(indexes, place + 1);
      moreNames[place] = new SerializedString(name);
      moreIndexes[place] = index;
      return new LikelyFields(moreNames, moreIndexes);
    }
  }

  private final FieldNames known;
  private volatile LikelyFields likely = new LikelyFields(new SerializedString[0], new int[0]);
  private int stored;
  private final @Nullable String[] texts = new String[MAX_FIELDS];

  RepeatedFields(FieldNames known) {
    this.known = known;
  }

  /**
   * Moves to the name of the next field, the one at {@code place}.
   *
   * @return the index of the name in the known names, {@link EventReader#OTHER}, or {@link
   *     EventReader#END} after the last field
   */
  int nextField(JsonParser parser, int place) throws IOException {
    LikelyFields fields = likely;
    if (place >= fields.names.length) {
      return remember(fields, place, parser.nextFieldName());
    }
    if (parser.nextFieldName(fields.names[place])) {
      return fields.indexes[place];
    }
    return parser.currentToken() == JsonToken.FIELD_NAME
        ? remember(fields, place, parser.getCurrentName())
        : EventReader.END;
  }

  private int remember(LikelyFields fields, int place, @Nullable String name) {
    if (name == null) {
      return EventReader.END;
    }
    int index = known.indexOf(name);
    // Not past the end: a name that is not comparable, or another thread's message of another
    // shape, would leave a gap.
    boolean follows = place <= fields.names.length && place < MAX_FIELDS;
    if (follows && stored < MAX_UPDATES && isComparable(name)) {
      stored++;
      likely = fields.with(place, name, index);
    }
    return index;
  }

  /** Returns the text at the parser's current token, for the field at {@code place}. */
  String text(JsonParser parser, int place) throws IOException {
    if (place >= MAX_FIELDS || !(parser instanceof ReusableParser reusable)) {
      return parser.getText();
    }
    String likely = texts[place];
    String text = reusable.getText(likely);
    if (!text.equals(likely)) {
      texts[place] = text;
    }
    return text;
  }

  /**
   * Returns true if the name can be compared as bytes: an unpaired surrogate has no UTF-8 encoding.
   */
  static boolean isComparable(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isSurrogate(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
