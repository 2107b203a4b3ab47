// A double in a comment is none.
const char* help = "Select a unit and update it; delete what is left from the list. 1.5 is a text.";
