package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Fits bytes. Text is read as base64, the form of bytes in JSON, also in the URL alphabet; after
 * {@code \\x}, which is not base64, it is read as hexadecimal digits.
 */
public final class BytesFitter implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof byte[]) {
      return value;
    } else if (value instanceof String text) {
      return text.startsWith("\\x") ? ofHex(column, text) : ofBase64(column, text);
    }
    throw TypeFitter.refused(column, value);
  }

  private static byte[] ofHex(TargetColumn column, String text) throws ValueDoesNotFitException {
    try {
      return HexFormat.of().parseHex(text, 2, text.length());
    } catch (IllegalArgumentException e) {
      throw new ValueDoesNotFitException(column, "text that is not hexadecimal");
    }
  }

  private static byte[] ofBase64(TargetColumn column, String text) throws ValueDoesNotFitException {
    boolean forUrls = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    try {
      return (forUrls ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
    } catch (IllegalArgumentException e) {
      throw new ValueDoesNotFitException(column, "text that is not base64");
    }
  }
}
