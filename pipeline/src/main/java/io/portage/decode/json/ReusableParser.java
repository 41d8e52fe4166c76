package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.JsonReadContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's UTF-8 parser, reused for one message after the other, because creating a parser costs
 * as much as reading a small message. Plain ASCII text is copied directly; Jackson decodes all
 * other text.
 *
 * <p>Not thread-safe: {@link ReusableParserFactory#parser} returns one parser per thread.
 */
final class ReusableParser extends UTF8StreamJsonParser {
  /** Jackson also starts a new name table at this number of names. */
  private static final int MAX_NAMES = 6_000;

  private static final byte[] NOTHING = {};
  private static final ThreadLocal<@Nullable ReusableParser> OF_THREAD = new ThreadLocal<>();

  private final ReusableParserFactory factory;
  private final JsonReadContext root;
  private boolean open;
  private @Nullable JsonEventReader eventReader;

  private ReusableParser(
      ReusableParserFactory factory,
      IOContext context,
      int features,
      ByteQuadsCanonicalizer names) {
    super(context, features, null, null, names, NOTHING, 0, 0, 0, false);
    this.factory = factory;
    this.root = _parsingContext;
  }

  private ReusableParser begin(byte[] bytes, int from, int to) {
    open = true;
    root.reset(JsonStreamContext.TYPE_ROOT, 1, 0);
    _parsingContext = root;
    _inputBuffer = bytes;
    _inputPtr = from;
    _inputEnd = to;
    _currInputProcessed = -from;
    _currInputRow = 1;
    _currInputRowStart = from;
    _currToken = null;
    _nextToken = null;
    _tokenIncomplete = false;
    _numTypesValid = 0;
    return this;
  }

  /**
   * Returns true if the last message is closed, the parser is not inside an object or array, and
   * its name table is not full.
   */
  private boolean isReusable() {
    return !open && _parsingContext.inRoot() && _symbols.size() <= MAX_NAMES;
  }

  /** Returns the parser's reader of events, at the start of an event of this shape. */
  JsonEventReader eventReader(JsonEventShape shape) {
    JsonEventReader reader = eventReader;
    if (reader == null) {
      reader = new JsonEventReader(this, shape);
      eventReader = reader;
    }
    return reader.begin(shape);
  }

  /** Releases the message. Jackson also calls this method at the end of the input. */
  @Override
  public void close() {
    open = false;
    _inputBuffer = NOTHING;
    _inputPtr = 0;
    _inputEnd = 0;
    _textBuffer.resetWithEmpty();
  }

  @Override
  public String getText() throws IOException {
    if (_currToken == JsonToken.VALUE_STRING && _tokenIncomplete) {
      int end = endOfAscii();
      if (end >= 0) {
        String text =
            new String(_inputBuffer, _inputPtr, end - _inputPtr, StandardCharsets.ISO_8859_1);
        _textBuffer.resetWithString(text);
        _tokenIncomplete = false;
        _inputPtr = end + 1;
        return text;
      }
    }
    return super.getText();
  }

  /** Returns the text as {@link #getText()} does; a text equal to {@code likely} as that object. */
  String getText(@Nullable String likely) throws IOException {
    if (likely != null && _currToken == JsonToken.VALUE_STRING && _tokenIncomplete) {
      int end = _inputPtr + likely.length();
      if (end < _inputEnd && _inputBuffer[end] == '"' && isAscii(likely, _inputPtr)) {
        _textBuffer.resetWithString(likely);
        _tokenIncomplete = false;
        _inputPtr = end + 1;
        return likely;
      }
    }
    return getText();
  }

  /**
   * Returns true if {@code text} is at this place in plain ASCII. Compares from the end, which
   * differs most often.
   */
  private boolean isAscii(String text, int at) {
    for (int i = text.length() - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (c != _inputBuffer[at + i] || c < ' ' || c == '\\' || c == '"') {
        return false;
      }
    }
    return true;
  }

  /** Returns the index of the closing quote, or -1 if the text is not plain ASCII. */
  private int endOfAscii() {
    byte[] bytes = _inputBuffer;
    for (int i = _inputPtr; i < _inputEnd; i++) {
      byte next = bytes[i];
      if (next == '"') {
        return i;
      }
      if (next < ' ' || next == '\\') {
        return -1;
      }
    }
    return -1;
  }

  /** Creates and reuses parsers. Thread-safe. */
  static final class ReusableParserFactory extends JsonFactory {
    private static final long serialVersionUID = 1;

    ReusableParserFactory(JsonFactoryBuilder settings) {
      super(settings);
    }

    /**
     * Returns the thread's parser at the start of UTF-8 bytes, or a new parser while that one is in
     * use.
     */
    ReusableParser parser(byte[] bytes, int from, int to) {
      ReusableParser parser = OF_THREAD.get();
      if (parser == null || parser.factory != this || !parser.isReusable()) {
        IOContext context = _createContext(ContentReference.unknown(), false);
        parser =
            new ReusableParser(
                this,
                context,
                _parserFeatures,
                _byteSymbolCanonicalizer.makeChild(_factoryFeatures));
        OF_THREAD.set(parser);
      }
      return parser.begin(bytes, from, to);
    }
  }
}
