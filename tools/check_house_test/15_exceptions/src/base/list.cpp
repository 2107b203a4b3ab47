using namespace std;
using namespace fmt;
