package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
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
public final class RepeatedFields {
  private static final int MAX_FIELDS = 64;

  /** A limit, because caching costs more than it saves if messages of several kinds alternate. */
  private static final int MAX_UPDATES = 1_000;

  private static final SerializedString[] NOTHING = {};

  private volatile SerializedString[] names = NOTHING;
  private int stored;
  private final @Nullable String[] texts = new String[MAX_FIELDS];
  private @Nullable QualifiedName qualified;

  private record QualifiedName(String owner, String name, String text) {}

  /** Returns the name of the next field, the one at {@code place}; null after the last field. */
  @Nullable
  public String readFieldName(JsonParser parser, int place) throws IOException {
    SerializedString[] likely = names;
    if (place >= likely.length) {
      return remember(likely, place, parser.nextFieldName());
    }
    if (parser.nextFieldName(likely[place])) {
      return likely[place].getValue();
    }
    return parser.currentToken() == JsonToken.FIELD_NAME
        ? remember(likely, place, parser.getCurrentName())
        : null;
  }

  private @Nullable String remember(SerializedString[] likely, int place, @Nullable String name) {
    // Not past the end: a name that is not comparable, or another thread's message of another
    // shape, would leave a gap.
    boolean follows = place <= likely.length && place < MAX_FIELDS;
    if (name != null && follows && stored < MAX_UPDATES && isComparable(name)) {
      stored++;
      SerializedString[] more = Arrays.copyOf(likely, place + 1);
      more[place] = new SerializedString(name);
      names = more;
    }
    return name;
  }

  /** Returns the text at the parser's current token, for the field at {@code place}. */
  public String text(JsonParser parser, int place) throws IOException {
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

  /** Returns {@code owner.name} for texts of {@link #text}; the last result is cached. */
  public String qualified(String owner, String name) {
    QualifiedName last = qualified;
    if (last == null || !last.owner.equals(owner) || !last.name.equals(name)) {
      last = new QualifiedName(owner, name, owner + "." + name);
      qualified = last;
    }
    return last.text;
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
