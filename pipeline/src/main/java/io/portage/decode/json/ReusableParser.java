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
 * Jackson's parser of UTF-8, which reads one message after the other: making it costs as much as
 * reading a small message. A text of plain ASCII is copied as it is; all else is Jackson's.
 *
 * <p>Not thread-safe: {@link ReusableParserFactory#parser} gives each thread its own.
 */
final class ReusableParser extends UTF8StreamJsonParser {
  /** With more names than that Jackson begins a new table, too. */
  private static final int MAX_NAMES = 6_000;

  private static final byte[] NOTHING = {};
  private static final ThreadLocal<@Nullable ReusableParser> OF_THREAD = new ThreadLocal<>();

  private final ReusableParserFactory factory;
  private final JsonReadContext root;
  private boolean open;

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

  /** Whether it can read another message: it has left the last one, and not in the middle. */
  private boolean isReusable() {
    return !open && _parsingContext.inRoot() && _symbols.size() <= MAX_NAMES;
  }

  /** Lets go of the message. Jackson calls it by itself at the end of the input, too. */
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

  /** As {@link #getText()}; the text that is {@code likely}, if it is that one, as this object. */
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

  /** Whether the text stands at this place, as it is; its end is the likeliest to differ. */
  private boolean isAscii(String text, int at) {
    for (int i = text.length() - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (c != _inputBuffer[at + i] || c < ' ' || c == '\\' || c == '"') {
        return false;
      }
    }
    return true;
  }

  /** Where the quote stands that ends the text; -1 where it is not plain ASCII up to there. */
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

  /** Makes parsers. Thread-safe. */
  static final class ReusableParserFactory extends JsonFactory {
    private static final long serialVersionUID = 1;

    ReusableParserFactory(JsonFactoryBuilder settings) {
      super(settings);
    }

    /** The thread's parser, at the begin of bytes in UTF-8; another one while that is in use. */
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
