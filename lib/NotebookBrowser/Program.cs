return; // the page calls Engine
