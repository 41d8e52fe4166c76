/** The facts of an assessment about the source, the topics, their messages and the target. */
@org.jspecify.annotations.NullMarked
package io.portage.assess.facts;
