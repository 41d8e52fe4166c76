package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stood last in an object that every message of a topic has: its fields by place, and texts.
 * The next message nearly always has the same fields, and comparing bytes with what is likely is
 * cheaper than decoding them.
 *
 * <p>Written without a lock, and only where something is new: anything is right here, the last only
 * the likeliest. Bounded.
 */
public final class RepeatedFields {
  private static final int MOST = 64;

  /** Where messages of several kinds take turns, learning would cost more than it saves. */
  private static final int MOST_LEARNED = 1_000;

  private static final SerializedString[] NOTHING = {};

  private volatile SerializedString[] names = NOTHING;
  private int remember;
  private final @Nullable String[] texts = new String[MOST];
  private @Nullable QualifiedName qualified;

  private record QualifiedName(String owner, String name, String text) {}

  /** The name of the next field, which is the one at {@code place}; null behind the last. */
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
    // Never past the end: a name that is not comparable, or another thread's message of another
    // shape, would leave a gap.
    boolean follows = place <= likely.length && place < MOST;
    if (name != null && follows && remember < MOST_LEARNED && isComparable(name)) {
      remember++;
      SerializedString[] more = Arrays.copyOf(likely, place + 1);
      more[place] = new SerializedString(name);
      names = more;
    }
    return name;
  }

  /** The text at the parser's token, for the field at {@code place}. */
  public String text(JsonParser parser, int place) throws IOException {
    if (place >= MOST || !(parser instanceof ReusableParser reusable)) {
      return parser.getText();
    }
    String likely = texts[place];
    String text = reusable.getText(likely);
    if (!text.equals(likely)) {
      texts[place] = text;
    }
    return text;
  }

  /** {@code owner.name}, for texts of {@link #text}. */
  public String qualified(String owner, String name) {
    QualifiedName last = qualified;
    if (last == null || !last.owner.equals(owner) || !last.name.equals(name)) {
      last = new QualifiedName(owner, name, owner + "." + name);
      qualified = last;
    }
    return last.text;
  }

  /** Whether a name can be compared as bytes: a half of a surrogate pair has none. */
  static boolean isComparable(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isSurrogate(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
