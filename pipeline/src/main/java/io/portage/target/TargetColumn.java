package io.portage.target;

/**
 * A column as the target's own catalog describes it.
 *
 * @param name its name, exactly
 * @param type the database's own name of the type, e.g. {@code int8}, {@code varchar}, {@code
 *     _text} for an array of text
 * @param length most characters of a text, or most digits of a number; 0 where unlimited
 * @param scale digits behind the point of a number, otherwise 0
 * @param nullable whether null is allowed
 * @param hasDefault whether the database fills it when it is left out (default, identity)
 * @param generated whether the database computes it and refuses values
 */
public record TargetColumn(
    String name,
    String type,
    int length,
    int scale,
    boolean nullable,
    boolean hasDefault,
    boolean generated) {}
