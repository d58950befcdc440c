package io.rollcall.console;

/** A community was asked for that has neither a program nor a member nor an outcome. */
final class UnknownCommunityException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient UnknownCommunity community;

    UnknownCommunityException(UnknownCommunity community) {
        super(community.message());
        this.community = community;
    }

    UnknownCommunity community() {
        return community;
    }
}
