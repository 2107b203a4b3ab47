// problems() is not called here.
TEST_CASE("round_up is only a word here") { CHECK(colour_for(1, {}) == Colour::green); }
