package org.evenhand.core.rules;

import org.evenhand.core.state.PoolState;

/** Version 1: take, judge, recover, relieve, place, in this order. */
final class RulesV1 implements Rules {
    static final int VERSION = 1;

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Decision decide(PoolState state, RoundInput input, Trace trace) {
        Round round = new Round(state.copy(), input, trace);
        round.allowFacts(2);
        new Take(round).run();
        new Judge(round).run();
        round.allowFacts(1);
        new Recover(round).run();
        new Relieve(round).run();
        round.allowLeftFacts();
        new Place(round).run();
        return new Decision(round.facts(), round.state());
    }
}
